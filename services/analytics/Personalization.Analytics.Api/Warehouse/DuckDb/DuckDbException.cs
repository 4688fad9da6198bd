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
}
