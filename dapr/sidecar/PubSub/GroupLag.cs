namespace Personalization.Sidecar.PubSub;

/// <summary>How far a consumer group is behind in a topic.</summary>
/// <param name="Consumer">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Messages">Published after the last message up to which it has handled every one.</param>
/// <param name="OldestAge">How long ago the first of them was published; zero when there is none. It grows without end when the group is stuck or gone.</param>
internal sealed record GroupLag(string Consumer, string Topic, long Messages, TimeSpan OldestAge);
