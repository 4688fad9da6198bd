using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Host;

internal static class LearnedModel
{
    /// <summary>The model as the state holds it.</summary>
    public static async Task<BanditModel> ReadAsync(IDecisionsState state, string slot, int dimensions = 8) => KeptModel.Restore(
        (await state.GetAsync(StateKeys.Model("main", slot), StateJson.Default.KeptModel, CancellationToken.None)).Value, new ModelOptions { Dimensions = dimensions });

    /// <summary>The list of what it learned, as the state holds it.</summary>
    public static Task<IReadOnlyList<LearnedSlot>> ListAsync(IDecisionsState state, string slot) => LearnedList.ReadAsync(state, "main", slot, int.MaxValue, CancellationToken.None);
}
