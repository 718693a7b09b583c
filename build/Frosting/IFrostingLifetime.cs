namespace Cake.Frosting;

/// <summary>What is done once, before and after all tasks.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;
