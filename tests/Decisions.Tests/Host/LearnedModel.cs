using Personalization.Decisions.Api.State;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Host;

internal static class LearnedModel
{
    /// <summary>The model as the state holds it.</summary>
    public static async Task<BanditModel> ReadAsync(IDecisionsState state, string slot, int dimensions = 8) => KeptModel.Restore(
        (await state.GetAsync(StateKeys.Model("main", slot), StateJson.Default.KeptModel, CancellationToken.None)).Value, new ModelOptions { Dimensions = dimensions });
}
