using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Personalization.Profiles.Api;
using Personalization.Profiles.Api.Rules;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Learning;
using Personalization.Testing;

namespace Personalization.Profiles.Tests.Rules;

[Trait("req", "R1.4")]
public sealed class RulesFileTests
{
    private static readonly string Shipped = File.ReadAllText(Path.Combine(Repository.Root, "services/profiles/Personalization.Profiles.Api/signal-weights.yaml"));

    [Fact]
    public void Parse_TheShippedFile_SaysTheSourcesWeights()
    {
        var rules = RulesFile.Parse(Shipped).Rules.ShouldNotBeNull();

        SignalKeys.Scalars.ShouldAllBe(key => rules.Weights[key] == SignalWeights.Default[key]);
        rules.Weights.DwellSteps.ShouldBe([new DwellStep(10, .1), new DwellStep(30, .25), new DwellStep(60, .3)]);
        rules.Options.ShouldBe(new LearningOptions());
    }

    [Theory]
    [InlineData("click_product: 0.2", "click_product: 0.2\n    clicked: 1", "line 17: unknown key 'signal_weights.browse.clicked'")]
    [InlineData("click_product: 0.2", "click_product: lots", "line 16: 'browse.click_product' must be a number")]
    [InlineData("    click_product: 0.2\n", "", "'signal_weights.browse.click_product' is missing")]
    [InlineData("click_product: 0.2", "click_product: .nan", "line 16: 'browse.click_product' must be a number")]
    [InlineData("30_seconds: 0.25", "thirty: 0.25", "line 20: 'thirty' is no step of time")]
    [InlineData("30_seconds: 0.25", "30_seconds: 0.05", "weights must rise")]
    [InlineData("half_life_days: 90", "half_life_days: 0", "half_life_days must be above 0")]
    [InlineData("half_life_days: 90", "half_live_days: 90", "unknown key 'learning.half_live_days'")]
    [InlineData("bulk_quantity: 4", "kept_lists: 4.5", "must be a whole number")]
    [InlineData("click_product: 0.2", "click_product: 2e38", "'browse.click_product' is missing or not within -1000 to 1000")]
    [InlineData("60_seconds: 0.3", "60_seconds: 3e38", "weights must be within")]
    [InlineData("signal_weights:", "weights:", "unknown key 'weights'")]
    [InlineData("  cart:", "  cart: [", "line")]
    public void Parse_Malformed_IsRefusedWithTheLine(string from, string to, string fault)
    {
        var reading = RulesFile.Parse(Shipped.Replace(from, to));

        reading.Rules.ShouldBeNull();
        reading.Faults.ShouldContain(told => told.Contains(fault), string.Join("; ", reading.Faults));
    }

    [Fact]
    public void Parse_RandomDamage_IsTakenOrRefusedNeverThrown()
    {
        const string Damage = "[]{}:,&*!|>'\"%@`#- \n\t?~<0\0é";
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var text = new System.Text.StringBuilder(Shipped);
            for (var hits = 1 + random.Next(4); hits > 0; hits--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(40), text.Length - at)),
                    1 => text.Insert(at, Damage[random.Next(Damage.Length)]),
                    _ => text.Insert(at, text.ToString(random.Next(text.Length / 2), 20)),
                };
            }

            Should.NotThrow(() => RulesFile.Parse(text.ToString()), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1")]
    public void Parse_NoMapping_IsRefused(string text) => RulesFile.Parse(text).Rules.ShouldBeNull();

    [Fact]
    public void Look_FileChanges_TakesTheGoodAndKeepsThemOverTheBad()
    {
        var folder = Directory.CreateTempSubdirectory("rules");
        try
        {
            var file = Path.Combine(folder.FullName, "weights.yaml");
            var source = new LearningRulesSource();
            using var instruments = new ProfilesInstruments();
            var options = Options.Create(new ProfilesOptions { SignalWeights = file });
            using var reload = new RulesReload(source, instruments, options, new Root(folder.FullName), TimeProvider.System, NullLogger<RulesReload>.Instance);

            File.WriteAllText(file, Shipped.Replace("click_product: 0.2", "click_product: 0.7"));
            reload.Look();
            source.Current.Weights[SignalKeys.ClickProduct].ShouldBe(0.7);

            File.WriteAllText(file, "signal_weights: nonsense");
            reload.Look();
            source.Current.Weights[SignalKeys.ClickProduct].ShouldBe(0.7);

            File.Delete(file);
            reload.Look();
            source.Current.Weights[SignalKeys.ClickProduct].ShouldBe(0.7);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Root(string path) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";

        public string ApplicationName { get; set; } = "Profiles.Tests";

        public string ContentRootPath { get; set; } = path;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
