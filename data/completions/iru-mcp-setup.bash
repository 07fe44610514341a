# Completion of iru-mcp-setup for bash.
#
# SPDX-License-Identifier: GPL-3.0-or-later
_iru_mcp_setup ()
{
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local clients="claude-desktop cursor codex claude-code opencode vscode windsurf gemini-cli zed
    copilot-cli cline kiro lm-studio goose continue"
  local options="--install --check --remove --undo --list --report --export --wizard --print-headers --version --help --help-all
    --config --from-env --client --server --all-servers --file --project
    --everywhere --secrets --output --backup --dry-run --json --offline
    --timeout --probe-tool --bridge --root --platform --user --all-users --quiet --verbose --color"

  # "=" stands alone among bash's words.
  [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  [ "$word" = = ] && word= previous=${COMP_WORDS[COMP_CWORD - 1]}
  case $previous in
    --config | --file | --report | --output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); compopt -o filenames ;;
    --root | --project) mapfile -t COMPREPLY < <(compgen -d -- "$word"); compopt -o filenames ;;
    --client) mapfile -t COMPREPLY < <(compgen -W "$clients" -- "$word") ;;
    --platform) mapfile -t COMPREPLY < <(compgen -W "linux macos windows" -- "$word") ;;
    --user) mapfile -t COMPREPLY < <(compgen -u -- "$word") ;;
    --secrets) mapfile -t COMPREPLY < <(compgen -W "literal env helper" -- "$word") ;;
    --export) mapfile -t COMPREPLY < <(compgen -W "cursor-link vscode-link claude-command
      codex-command mcpb" -- "$word") ;;
    --color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word") ;;
    --wizard) mapfile -t COMPREPLY < <(compgen -W "setup troubleshoot" -- "$word") ;;
    --server | --print-headers | --backup | --timeout | --probe-tool) COMPREPLY=() ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
  esac
}
complete -F _iru_mcp_setup iru-mcp-setup
