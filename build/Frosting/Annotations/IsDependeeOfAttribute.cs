namespace Cake.Frosting;

/// <summary>Has this task run before another one, without the other naming it. May be given more than once.</summary>
/// <param name="type">The class of the task to run after.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute(Type type) : Attribute
{
    /// <summary>The class of the task to run after.</summary>
    public Type Task { get; } = type;
}
