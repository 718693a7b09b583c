using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context of a run that names none, and the base of those that are named.</summary>
/// <param name="context">Cake's own context, to which every member is passed on.</param>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
