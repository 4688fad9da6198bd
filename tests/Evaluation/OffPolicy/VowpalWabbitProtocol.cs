using System.Globalization;
using Personalization.Decisions.Imports;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.OffPolicy;

/// <summary>
/// B2: Vowpal Wabbit's own test logs, imported. Its reference outputs state the inverse-propensity cost of the policy that it starts with (the first action)
/// on cb_test.ldf; the same from what was imported has to agree to 1e-6. The dsjson log is read whole and its logged cost has to be that of its labels.
/// </summary>
internal sealed class VowpalWabbitProtocol : IProtocol
{
    private const string Text = "vw_cb/cb_test.ldf", Decisions = "vw_cb/dsjson_cb.json", Service = "vw_cb/decisionservice.json", Plain = "vw_cb/cb_test256.json";

    private const string Reference = "vw_cb/ref/cb_adf_mtr.stderr.txt";

    private const double Tolerance = 1e-6;

    public string Id => "B2";

    public IReadOnlyList<string> Files { get; } = [Text, Decisions, Service, Plain, Reference];

    public async Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var text = VwTextLog.Read(await LinesAsync(Text));
        var logs = new List<(string Name, ForeignLog Log, int Lines)>();
        foreach (var file in new[] { Decisions, Service, Plain })
        {
            var lines = await LinesAsync(file);
            logs.Add((Path.GetFileNameWithoutExtension(file), VwDecisionLog.Read(lines), lines.Count(line => line.Trim().Length > 0)));
        }

        var stated = await StatedAsync("average loss");
        var cost = text.IpsCost(_ => 0);
        List<KeyValuePair<string, double>> metrics = [new("ips cost cb_test", cost), new("stated by vowpal wabbit", stated), new("logged cost cb_test", text.LoggedCost)];
        List<Bar> bars =
        [
            new("cost as stated, to 1e-6", Math.Abs(cost - stated) <= Tolerance ? 1 : 0, 1),
            new("decisions as stated", text.Decisions.Count + text.Unlabelled == await StatedAsync("number of examples") ? 1 : 0, 1),
        ];
        foreach (var (name, log, lines) in logs)
        {
            metrics.Add(new($"logged cost {name}", log.LoggedCost));
            metrics.Add(new($"ips cost of the first action {name}", log.IpsCost(_ => 0)));
            bars.Add(new($"whole {name}", log.Decisions.Count + log.Unlabelled == lines && log.Faults.Count == 0 ? 1 : 0, 1));
        }

        return new ProtocolResult(text.Decisions.Count + logs.Sum(log => log.Log.Decisions.Count), metrics, [], bars);

        async Task<string[]> LinesAsync(string file) => await File.ReadAllLinesAsync(Path.Combine(data, file), cancellationToken);

        async Task<double> StatedAsync(string name) =>
            double.Parse((await LinesAsync(Reference)).Single(line => line.StartsWith(name + " = ", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
    }
}
