namespace Personalization.Analytics.Api.Warehouse.DuckDb;

/// <summary>DuckDB refused a call; the message is DuckDB's.</summary>
public sealed class DuckDbException : Exception
{
    public DuckDbException()
    {
    }

    public DuckDbException(string message)
        : base(message)
    {
    }

    public DuckDbException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when DuckDB objects to the values given, false when it could not work: such a call fails again whenever it is made.</summary>
    internal bool IsAboutData =>
        Message.Contains("constraint", StringComparison.OrdinalIgnoreCase)
        || Message.StartsWith("Conversion Error", StringComparison.Ordinal)
        || Message.StartsWith("Invalid Input Error", StringComparison.Ordinal)
        || Message.StartsWith("Out of Range Error", StringComparison.Ordinal);
}
