namespace Personalization.Analytics.Api.Warehouse;

/// <summary>The warehouse cannot be used now; the same call may go through later.</summary>
public sealed class WarehouseUnavailableException : Exception
{
    public WarehouseUnavailableException()
    {
    }

    public WarehouseUnavailableException(string message)
        : base(message)
    {
    }

    public WarehouseUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
