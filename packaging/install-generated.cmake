# Run by `cmake --install`: units whose paths follow the prefix, manual pages and completions from the program.

function(install_as folder file name)
  file(INSTALL DESTINATION "${CMAKE_INSTALL_PREFIX}/${folder}" TYPE FILE RENAME "${name}" FILES "${file}")
endfunction()

file(GLOB units "${NHS_SOURCE}/systemd/*.service" "${NHS_SOURCE}/systemd/*.timer")
foreach(unit ${units})
  get_filename_component(name "${unit}" NAME)
  file(READ "${unit}" text)
  string(REPLACE "/usr/bin/nhsvalues" "${CMAKE_INSTALL_PREFIX}/bin/nhsvalues" text "${text}")
  file(WRITE "${NHS_WORK}/${name}" "${text}")
  install_as(lib/systemd/system "${NHS_WORK}/${name}" "${name}")
endforeach()

# What the program prints, written to NHS_WORK.
function(ask_program file)
  execute_process(COMMAND "${NHS_PROGRAM}" ${ARGN} OUTPUT_FILE "${NHS_WORK}/${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Without name and time, so that the same page is the same file.
function(install_compressed folder file)
  execute_process(COMMAND gzip -9nf "${file}" COMMAND_ERROR_IS_FATAL ANY)
  get_filename_component(name "${file}" NAME)
  install_as("${folder}" "${file}.gz" "${name}.gz")
endfunction()

foreach(page nhsvalues.1 nhsvalues.toml.5)
  ask_program(${page} manual ${page})
endforeach()
configure_file("${NHS_SOURCE}/packaging/man/nhsvaluesd.8" "${NHS_WORK}/nhsvaluesd.8" COPYONLY)
install_compressed(share/man/man1 "${NHS_WORK}/nhsvalues.1")
install_compressed(share/man/man5 "${NHS_WORK}/nhsvalues.toml.5")
install_compressed(share/man/man8 "${NHS_WORK}/nhsvaluesd.8")

ask_program(nhsvalues.bash completions bash)
ask_program(_nhsvalues completions zsh)
ask_program(nhsvalues.fish completions fish)
install_as(share/bash-completion/completions "${NHS_WORK}/nhsvalues.bash" nhsvalues)
install_as(share/zsh/vendor-completions "${NHS_WORK}/_nhsvalues" _nhsvalues)
install_as(share/fish/vendor_completions.d "${NHS_WORK}/nhsvalues.fish" nhsvalues.fish)

# Debian's name: what the package says of itself.
configure_file("${NHS_SOURCE}/packaging/debian/changelog" "${NHS_WORK}/changelog" COPYONLY)
install_compressed(${NHS_DOCUMENTS} "${NHS_WORK}/changelog")
