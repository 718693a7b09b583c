using Cake.Common;
using Cake.Core;
using Cake.Frosting;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>A context with an argument of its own; --refuse makes its constructor fail.</summary>
internal sealed class SampleContext : FrostingContext
{
    public SampleContext(ICakeContext context, Journal journal)
        : base(context)
    {
        Journal = journal;
        Platform = context.Argument("platform", "el5-i686");
        if (context.HasArgument("refuse"))
        {
            throw new CakeException(7, "The context refuses.");
        }
    }

    public Journal Journal { get; }

    public string Platform { get; }
}
