namespace Dom0Iptables.CLibrary;

/// <summary>What a symbol stands for.</summary>
public enum AbiSymbolKind
{
    /// <summary>A function.</summary>
    Function,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A variable of which each thread has its own.</summary>
    ThreadLocal,
}
