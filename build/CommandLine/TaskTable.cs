using System.Collections.Immutable;
using System.Reflection;
using Cake.Frosting;

namespace Dom0Iptables.CommandLine;

/// <summary>Every task there is, read from what stands above its class. Help, completion, manual page and reference are made of it.</summary>
public static class TaskTable
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<TaskEntry> All { get; } =
    [
        .. typeof(TaskTable).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && typeof(IFrostingTask).IsAssignableFrom(type))
            .Select(type => new TaskEntry(
                NameOf(type),
                type.GetCustomAttribute<TaskDescriptionAttribute>()!.Description,
                type.GetCustomAttribute<TaskExampleAttribute>()?.Arguments ?? $"--target={NameOf(type)}",
                [.. type.GetCustomAttributes<IsDependentOnAttribute>().Select(dependency => NameOf(dependency.Task))]))
            .OrderBy(task => task.Name, StringComparer.Ordinal),
    ];

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(task => task.Name)];

    /// <summary>Whether a task has another run before itself, directly or by way of others.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="other">The other's name.</param>
    public static bool Follows(string task, string other) =>
        All.FirstOrDefault(entry => entry.Name == task) is { } found && found.DependsOn.Any(before => before == other || Follows(before, other));

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()!.Name;
}
