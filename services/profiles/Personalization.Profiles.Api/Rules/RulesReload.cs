using System.Text;
using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Telemetry;

namespace Personalization.Profiles.Api.Rules;

/// <summary>Keeps <see cref="LearningRulesSource"/> at what the file says. A malformed file is refused and the rules in force stay.</summary>
internal sealed partial class RulesReload(
    LearningRulesSource source,
    ProfilesInstruments instruments,
    IOptions<ProfilesOptions> options,
    IHostEnvironment environment,
    TimeProvider clock,
    ILogger<RulesReload> logger) : BackgroundService
{
    private string? _lastText;
    private bool _unreadable;

    private string FilePath => Path.Combine(AppContext.BaseDirectory, options.Value.SignalWeights) is var beside && File.Exists(beside)
        ? beside
        : Path.Combine(environment.ContentRootPath, options.Value.SignalWeights);

    /// <summary>The first reading is done before the service listens.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the file and takes it over when it changed and is well-formed.</summary>
    internal void Look()
    {
        string text;
        try
        {
            // Read whole rather than by its time stamp: editors and mounted config maps keep neither times nor inodes reliably.
            text = File.ReadAllText(FilePath, Encoding.UTF8);
            _unreadable = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_unreadable)
            {
                LogUnreadable(logger, FilePath, failure.GetType().Name);
                _unreadable = true;
            }

            return;
        }

        if (text == _lastText)
        {
            return;
        }

        _lastText = text;
        var reading = RulesFile.Parse(text);
        if (reading.Rules is { } rules)
        {
            source.Current = rules;
            instruments.Reloaded("taken");
            LogLoaded(logger, FilePath);
            return;
        }

        instruments.Reloaded("refused");
        LogRefused(logger, FilePath, string.Join("; ", reading.Faults));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SignalWeightsPoll, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
