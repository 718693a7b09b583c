namespace Cake.Frosting.Internal;

/// <summary>A Cake setting that the host was given; cake.config, environment and arguments take precedence.</summary>
internal sealed record CakeSetting(string Key, string Value);
