namespace Cake.Frosting;

/// <summary>Gives a task a name other than its class's.</summary>
/// <param name="name">The name, as --target takes it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    /// <summary>The name, as --target takes it.</summary>
    public string Name { get; } = name;
}
