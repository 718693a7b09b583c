namespace Cake.Frosting;

/// <summary>Lets the run go on, and end with exit code 0, when this task fails.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute;
