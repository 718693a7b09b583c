namespace Cake.Frosting;

/// <summary>Has another task run before this one. May be given more than once.</summary>
/// <param name="type">The class of the task to run before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type type) : Attribute
{
    /// <summary>The class of the task to run before.</summary>
    public Type Task { get; } = type;
}
