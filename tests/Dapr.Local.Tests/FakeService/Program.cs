// Stands for a service (its ports in the environment) or, called with `run -f FILE`, for the sidecar process of all of them.
using System.Text.RegularExpressions;

if (args is ["run", "-f", var runFile, ..] && Environment.GetEnvironmentVariable("FAKE_SIDECAR_REFUSES") is { Length: > 0 } reason)
{
    await Console.Error.WriteLineAsync($"{runFile}: {reason}");
    return 1;
}

var ports = args is ["run", "-f", var file, ..]
    ? Regex.Matches(await File.ReadAllTextAsync(file), "daprHTTPPort: (\\d+)").Select(match => match.Groups[1].Value)
    : new[] { "APP_PORT", "PUBLIC_PORT" }.Select(Environment.GetEnvironmentVariable).OfType<string>();

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls([.. ports.Select(port => $"http://127.0.0.1:{port}")]);
var app = builder.Build();
app.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
app.MapGet("/healthz", () => Results.Ok());
app.MapGet("/readyz", () => Results.Ok());
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
app.MapPost("/die", () => Environment.Exit(3));
await app.RunAsync();
return 0;
