namespace Personalization.Profiles.Sessions;

/// <param name="Id">As sent, or minted for events that name none.</param>
/// <param name="StartedAt">Unix milliseconds.</param>
/// <param name="LastAt">Unix milliseconds.</param>
/// <param name="Events">Events in it.</param>
public sealed record SessionMark(string Id, long StartedAt, long LastAt, int Events);
