using Personalization.Abstractions.Problems;

namespace Personalization.Storefront.Requests;

public static class FaultsExtensions
{
    /// <summary>The 400 that tells every fault.</summary>
    public static Problem ToProblem(this Faults faults)
    {
        var errors = faults.ToErrors();
        var detail = errors.Count == 1
            ? $"{errors.First().Key} {errors.First().Value[0]}."
            : $"{errors.Count} fields are not right; see errors.";
        return Problem.Of(400, detail, errors);
    }
}
