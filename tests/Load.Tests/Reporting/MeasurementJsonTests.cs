using Personalization.Load.Measures;
using Personalization.Load.Reporting;
using Personalization.Load.Statistics;

namespace Personalization.Load.Tests.Reporting;

public sealed class MeasurementJsonTests
{
    [Fact]
    public void Write_Measurement_HasTheAgreedMembers()
    {
        var measurement = new Measurement
        {
            Measure = "invocation",
            Value = 44_000,
            Unit = "requests/s",
            Yardstick = 66_000,
            Latency = new LatencySummary(0.12346, 0.2, double.NaN),
            Goal = "ratio >= 0.60",
            Passed = true,
        };

        MeasurementJson.Write(measurement).ShouldBe(
            """{"measure":"invocation","value":44000,"unit":"requests/s","yardstick":66000,"ratio":0.6667,"p50_ms":0.1235,"p90_ms":0.2,"p99_ms":null,"goal":"ratio >= 0.60","passed":true}""");
    }

    [Fact]
    public void Write_VoidRun_SaysWhy()
    {
        var line = MeasurementJson.Write(new Measurement { Measure = "x", Value = 1, Unit = "y", Goal = "z", Passed = null, Void = "the machine is too slow" });

        line.ShouldEndWith(""","passed":null,"void":"the machine is too slow"}""");
    }
}
