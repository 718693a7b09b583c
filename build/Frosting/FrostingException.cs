namespace Cake.Frosting;

/// <summary>A host that is wired wrongly: a dependency that is no task, a working directory that is not there.</summary>
public sealed class FrostingException : Exception
{
    /// <summary>Makes a failure.</summary>
    public FrostingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes a failure with the fault behind it.</summary>
    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
