using Dom0Iptables.Failures;

namespace Dom0Iptables.Sources;

/// <summary>Which signature is to be verified with which keyring.</summary>
/// <param name="Location">Where the signature is.</param>
/// <param name="Keyring">The keyring's full path.</param>
/// <param name="IsRecipes">Whether the recipe names the signature: then it is one of the recipe's archive and no other.</param>
internal sealed record SignaturePlan(SourceLocation Location, string Keyring, bool IsRecipes)
{
    /// <summary>Reads what recipe and operator say; the operator's word counts more.</summary>
    /// <returns>The plan, or null where no signature is named.</returns>
    /// <exception cref="PipelineException">A signature without a keyring, a keyring of the operator's without a signature, a file that is not there.</exception>
    public static SignaturePlan? Of(SourceRequest request)
    {
        var recipe = request.Recipe;
        var keyring = request.Keyring is not null
            ? Path.GetFullPath(request.Keyring)
            : recipe.Keyring is not null ? Path.GetFullPath(Path.Combine(request.ProjectFolder, recipe.Keyring)) : null;
        if (request.Signature is null && recipe.Signature is null)
        {
            return request.Keyring is null
                ? null
                : throw FetchFailure.Usage("--keyring names keys, but neither the recipe nor --signature names a signature", "add --signature=PATH|URL, or leave --keyring out");
        }

        if (keyring is null)
        {
            throw FetchFailure.Recipe(
                $"a signature of {recipe.FileName} is named, but no keyring to verify it with",
                "name the keyring in the recipe, or with --keyring=PATH");
        }

        if (!File.Exists(keyring))
        {
            throw FetchFailure.Of(
                request.Keyring is null ? ExitCode.Recipe : ExitCode.Usage,
                $"the keyring '{keyring}' is not there",
                request.Keyring is null ? "put the keyring where the recipe says, or correct the recipe" : "give --keyring the path of a keyring");
        }

        if (request.Signature is not null)
        {
            return new SignaturePlan(SourceLocation.Parse("--signature", request.Signature), keyring, IsRecipes: false);
        }

        return SourceLocation.IsWeb(recipe.Signature!)
            ? new SignaturePlan(SourceLocation.Parse("signature", recipe.Signature!.AbsoluteUri), keyring, IsRecipes: true)
            : throw FetchFailure.Recipe($"the recipe's signature '{recipe.Signature}' is not an http or https URL", "correct the address in the recipe");
    }
}
