namespace Personalization.Evaluation.PersonalRank;

/// <summary>The groups that P1's bars are set for, by the household's earlier lines.</summary>
internal static class JudgedGroups
{
    public const int Few = 0, Some = 1, Many = 2;

    public static IReadOnlyList<string> Names { get; } = ["<3", "3-10", ">10"];

    public static int Of(int earlierLines) => earlierLines < 3 ? Few : earlierLines <= 10 ? Some : Many;
}
