// The one place where Boost.Asio's own sources are compiled (BOOST_ASIO_SEPARATE_COMPILATION): elsewhere its
// headers then cost about half.
#include <boost/asio/impl/src.hpp>
