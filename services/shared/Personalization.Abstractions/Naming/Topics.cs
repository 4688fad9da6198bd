namespace Personalization.Abstractions.Naming;

/// <summary>Pub/sub topics and their dead-letter topics. Payload types live in the publisher's `.Contracts` project.</summary>
public static class Topics
{
    /// <summary>Finished interactions, on <see cref="Components.PubSub"/>; published by profiles alone.</summary>
    public const string Interactions = "interactions";

    /// <summary>A catalogue or index version exists, on <see cref="Components.Broadcast"/>; published by discovery.</summary>
    public const string CatalogueChanged = "catalogue-changed";

    /// <summary>Versions of shoppers that others may be looking at, on <see cref="Components.Broadcast"/>; published by profiles.</summary>
    public const string PreferencesChanged = "preferences-changed";

    /// <summary>A set of definitions changed, on <see cref="Components.Broadcast"/>; published by decisions.</summary>
    public const string DefinitionsChanged = "definitions-changed";

    /// <summary>The dead-letter topic of one app's subscription: poison input of one consumer never hides in another's queue.</summary>
    public static string DeadLetter(string topic, string appId) => $"{topic}.{appId}.dead";
}
