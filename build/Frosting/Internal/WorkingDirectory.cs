using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>The working directory that the host was given; --working takes precedence.</summary>
internal sealed record WorkingDirectory(DirectoryPath Path);
