namespace Dom0Iptables.Recipes;

/// <summary>What dom0 receives beside the release: files of the project, in a package of their own for any architecture.</summary>
/// <param name="SpecPath">The full path of its RPM spec.</param>
/// <param name="FilesFolder">The full path of the folder of its files.</param>
public sealed record Dom0Recipe(string SpecPath, string FilesFolder);
