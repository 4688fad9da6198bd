namespace Personalization.Local.Logs;

internal enum LogSeverity
{
    Information,
    Warning,
    Error,
}
