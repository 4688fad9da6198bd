namespace Personalization.Load.Running;

/// <summary>Yardstick and subject, run in alternating order so that neither always finds the machine warmer.</summary>
internal static class Rounds
{
    public static async Task<(IReadOnlyList<T> Yardstick, IReadOnlyList<T> Subject)> RunAsync<T>(LoadContext context, Func<Task<T>> yardstick, Func<Task<T>> subject)
    {
        List<T> first = [], second = [];
        for (var round = 0; round < context.Rounds; round++)
        {
            if (round % 2 == 0)
            {
                first.Add(await yardstick());
                second.Add(await subject());
            }
            else
            {
                second.Add(await subject());
                first.Add(await yardstick());
            }
        }

        return (first, second);
    }
}
