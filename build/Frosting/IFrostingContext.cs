using Cake.Core;

namespace Cake.Frosting;

/// <summary>What a run's tasks share: Cake's own context and whatever the implementation adds.</summary>
public interface IFrostingContext : ICakeContext;
