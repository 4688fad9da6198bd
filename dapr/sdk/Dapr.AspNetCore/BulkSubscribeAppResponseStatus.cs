namespace Dapr.AspNetCore;

/// <summary>What became of an event.</summary>
public enum BulkSubscribeAppResponseStatus
{
    /// <summary>It was handled.</summary>
    SUCCESS,

    /// <summary>It is to be delivered again.</summary>
    RETRY,

    /// <summary>It is to be given up.</summary>
    DROP,
}
