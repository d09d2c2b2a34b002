#include "cli/completion_scripts.h"

namespace nhs::cli {

// bash breaks words at : and =; the package bash-completion, where it is there, puts those at : together
// again.
const std::string_view kBashCompletion =
    R"(# bash completion for nhsvalues, which says itself what may come next
_nhsvalues() {
  local cur prev words cword line word
  if declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref -n : cur prev words cword
  else
    cur=${COMP_WORDS[COMP_CWORD]} words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
  fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
      COMPREPLY=()
      return
    fi
    printf -v word %q "${line%%$'\t'*}"
    COMPREPLY+=("$word")
  done < <("${words[0]}" complete -- "${words[@]:1:cword}" 2>/dev/null)
  if declare -F __ltrim_colon_completions >/dev/null; then
    __ltrim_colon_completions "$cur"
  fi
}
complete -F _nhsvalues nhsvalues
)";

// zsh hands words over as they were typed, quotes and all: (Q) takes those away. _describe splits at a colon.
const std::string_view kZshCompletion = R"(#compdef nhsvalues
# zsh completion for nhsvalues, which says itself what may come next
_nhsvalues() {
  local line
  local -a found
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      _files
      return
    fi
    found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done < <("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  _describe nhsvalues found
}
if [[ ${funcstack[1]} == _nhsvalues ]]; then
  _nhsvalues "$@"
else
  compdef _nhsvalues nhsvalues
fi
)";

const std::string_view kFishCompletion =
    R"(# fish completion for nhsvalues, which says itself what may come next
function __nhsvalues_complete
    set -l words (commandline -opc)
    set -l found ($words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$found" = :files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $found
    end
end
complete -c nhsvalues -f -a '(__nhsvalues_complete)'
)";

}  // namespace nhs::cli
