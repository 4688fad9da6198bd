namespace Personalization.Profiles.Tests.Codec;

/// <summary>A shopper as the release before wrote one: sums as 32-bit floats, times on page one by one, views by their first time alone.</summary>
internal static class FormerFormat
{
    /// <summary>Categories, in `preferences` and `interests` together.</summary>
    public const int Names = 40;

    /// <summary>The decayed sum of the product `oat` at its reference.</summary>
    public const double Sum = 0.8635990885697029;

    public static Dictionary<string, byte[]> Snapshot() => new()
    {
        ["preferences"] = Convert.FromBase64String(
            "AQijAQEAAACAxff8QTYAAAAALMCn/e+yaMCn/e+yaAEAAAAVGApvYXQgZHJpbmtz1BRdPwQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAwTpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAxTpWpPgQc"
            + "YSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAxME6VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMTFOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDEyTpWpPgQcYSBjYXRlZ29yeSBvZiBzb21l"
            + "IGxlbmd0aCAxM06VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMTROlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDE1TpWpPgQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAxNk6VqT4EHGEg"
            + "Y2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMTdOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDE4TpWpPgQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAxOU6VqT4EG2EgY2F0ZWdvcnkgb2Ygc29tZSBs"
            + "ZW5ndGggMk6VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMjBOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDIxTpWpPgQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAyMk6VqT4EHGEgY2F0"
            + "ZWdvcnkgb2Ygc29tZSBsZW5ndGggMjNOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDI0TpWpPgQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAyNU6VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5n"
            + "dGggMjZOlak+"),
        ["interests"] = Convert.FromBase64String(
            "EwQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAyN06VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMjhOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDI5TpWpPgQbYSBjYXRlZ29yeSBvZiBz"
            + "b21lIGxlbmd0aCAzTpWpPgQcYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAzME6VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMzFOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDMyTpWpPgQc"
            + "YSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCAzM06VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMzROlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDM1TpWpPgQcYSBjYXRlZ29yeSBvZiBzb21l"
            + "IGxlbmd0aCAzNk6VqT4EHGEgY2F0ZWdvcnkgb2Ygc29tZSBsZW5ndGggMzdOlak+BBxhIGNhdGVnb3J5IG9mIHNvbWUgbGVuZ3RoIDM4TpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCA0TpWpPgQbYSBj"
            + "YXRlZ29yeSBvZiBzb21lIGxlbmd0aCA1TpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCA2TpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCA3TpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0"
            + "aCA4TpWpPgQbYSBjYXRlZ29yeSBvZiBzb21lIGxlbmd0aCA5TpWpPg=="),
        ["products"] = Convert.FromBase64String(
            "BANvYXTUFF0/AAJwMVDJiUDAv9dSAnAwUMmJQMC/11ICcDJQyYlAwL/XUsCn/e+yaAQDb2F0BWR3ZWxsAAJwMAVjbGlja8C/11ICcDEFY2xpY2vAv9dSAnAyBWNsaWNrwL/XUg=="),
        ["traces"] = Convert.FromBase64String(
            "AQNvYXQCduAnV4DY2O+yaAAANEJ24CdXwKf977JoAACMQgEDb2F0A0v553mAmN//pWj5eBuBgPjbt6xoduAnV4DY2O+yaA=="),
        ["sessions"] = Convert.FromBase64String(
            "BAJzM4DY2O+yaMDPJAMScy0yZTRlOTEzNTcxNGQyMGY1gOilnbJoACcCczKA+Nu3rGgAAQJzMYCY3/+laAAB"),
        ["seen-0"] = Convert.FromBase64String(
            "dvM+qLJPN0cdBooSqrj2fRBT8OJ9wCsXvQPm/KjIjMdDLsZ3z+XGvvUgTXE1kU4ug3A5wtQZ0kpEnsZAh/pP4cxzwRa+WLiF/6OP+9WXNjvbdwjEbPNnP+3pPoN4OfW9yAVIeM9vrDD4RH3B+ErgULwrKlCrHeo/"
            + "jaVsE4MWZP6on9kasjwzR0U1JQN++m6hm7g0V0hhnXt0IMTaiYwm1mQBbAGmpX57GV7+wl3j9+IiH0+eCczOgesiBCJ6tZw3WT3YoLqHSehU5ObfQ3e2Fahqh57WCNBLWKOoZ1IqMSXJ1nwtp4NlDmVZO6bTnpgG"
            + "pQBuU4ypXeqCaNpyXzEjTpjIZr2hPbTmcBsf1b4/8ViLnHtOH+zoAOr4u80406daVL2a42BBKFWzsO61sasVKvLtaaorBfXRAjLdSgt3PRNpo6RiiblTPNusA5/COQEgQg6KxmVsja/obC6PlWKeHA=="),
    };
}
