using System.Text;
using Dom0Iptables.Launching;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;

namespace Dom0Iptables.CommandLine;

/// <summary>What --completion=bash prints: a script that completes the command line, made of the tables and of the names in recipes/ and platforms/.</summary>
public static class BashCompletion
{
    /// <summary>The script.</summary>
    /// <param name="door">The full path of the project's build.sh. The same name in other projects is left alone.</param>
    /// <param name="recipes">The names of the recipes there are.</param>
    /// <param name="platforms">The names of the platforms there are.</param>
    public static string Of(string door, IEnumerable<string> recipes, IEnumerable<string> platforms)
    {
        var script = new StringBuilder();
        script.AppendLine("# shellcheck shell=bash");
        script.AppendLine("# Completes the options of dom0-iptables in bash. Made by ./build.sh --completion=bash; to be sourced:");
        script.AppendLine("#   source <(./build.sh --completion=bash)");
        script.AppendLine("_dom0_iptables() {");
        script.AppendLine("    local current=${COMP_WORDS[COMP_CWORD]} option='' prefix='' words=''");
        script.AppendLine("    COMPREPLY=()");
        script.AppendLine("    # Any other build.sh is none of ours.");
        script.AppendLine($"    [[ ${{1/#\\~\\//$HOME/}} -ef {ShellWord.Quote(door)} ]] || return 0");
        script.AppendLine("    # Where COMP_WORDBREAKS has a =, it is a word of its own.");
        script.AppendLine("    if [[ $current == -*=* ]]; then");
        script.AppendLine("        option=${current%%=*} prefix=$option= current=${current#*=}");
        script.AppendLine("    elif [[ $current == = ]]; then");
        script.AppendLine("        option=${COMP_WORDS[COMP_CWORD - 1]} current=''");
        script.AppendLine("    elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then");
        script.AppendLine("        option=${COMP_WORDS[COMP_CWORD - 2]}");
        script.AppendLine("    elif ((COMP_CWORD > 1)) && [[ $current != -* ]]; then");
        script.AppendLine("        option=${COMP_WORDS[COMP_CWORD - 1]}");
        script.AppendLine("    fi");
        script.AppendLine("    case $option in");
        foreach (var values in OptionTable.All.Where(option => option.Value is not null).GroupBy(option => ValuesOf(option, recipes, platforms)))
        {
            var names = values.SelectMany(option => (IEnumerable<string>)(option.Letter is { } letter ? [$"-{letter}", $"--{option.Name}"] : [$"--{option.Name}"]));
            script.AppendLine($"        {string.Join(" | ", names)}) {values.Key} ;;");
        }

        script.AppendLine($"        *) prefix='' words='{string.Join(' ', OptionTable.All.Select(option => $"--{option.Name}{(option.Value is null ? "" : "=")}"))}' ;;");
        script.AppendLine("    esac");
        script.AppendLine("    if [[ -n $words ]]; then");
        script.AppendLine("        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")");
        script.AppendLine("    fi");
        script.AppendLine("    # Outside of a completion there is nothing to set.");
        script.AppendLine("    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then");
        script.AppendLine("        compopt -o nospace 2>/dev/null");
        script.AppendLine("    fi");
        script.AppendLine("    [[ ${#COMPREPLY[@]} == 0 ]] || COMPREPLY=(\"${COMPREPLY[@]/#/$prefix}\")");
        script.AppendLine("    return 0");
        script.AppendLine("}");
        script.Append("complete -F _dom0_iptables -o bashdefault build.sh");
        return script.ToString();
    }

    private static string ValuesOf(CommandLineOption option, IEnumerable<string> recipes, IEnumerable<string> platforms) => (option.Name, option.Value) switch
    {
        ("recipe", _) => Words(recipes),
        ("platform", _) => Words(platforms),
        ("launcher", _) => Words(Launcher.Names),
        (_, "TASK") => Words(TaskTable.Names),
        (_, "STEP") => Words(ReleaseSteps.All),
        (_, "LEVEL") => Words(OptionTable.Verbosities),
        (_, "SHELL") => Words(OptionTable.Shells),
        ("working", _) or (_, "DIR") => Files('d'),
        (_, "PATH" or "PATH|URL") => Files('f'),
        // Flags, numbers, keys, checksums: whoever types them knows them.
        _ => ":",
    };

    // What cannot be the name of a recipe is no value either; the rest needs no quoting.
    private static string Words(IEnumerable<string> words) => $"words='{string.Join(' ', words.Where(PlainName.IsPlain))}'";

    private static string Files(char kind) => $"mapfile -t COMPREPLY < <(compgen -{kind} -- \"$current\") && compopt -o filenames 2>/dev/null";
}
