using System.Globalization;
using Personalization.Decisions.Contracts.Packing;

namespace Personalization.Decisions.Tests.Packing;

public sealed class PackedNumberTests
{
    private const int Seed = 20261121;

    [Fact]
    public void WriteAndRead_NumbersAsCallersWriteThem_MeanWhatTheirTextMeans()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 100_000; i++)
        {
            var (whole, decimals) = (random.NextInt64((long)Math.Pow(10, random.Next(1, 16))) * (random.Next(2) == 0 ? 1 : -1), random.Next(PackedNumber.MostDecimals + 1));
            var digits = Math.Abs(whole).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
            var text = $"{(whole < 0 ? "-" : "")}{digits[..^decimals]}{(decimals > 0 ? "." : "")}{digits[^decimals..]}";

            var read = RoundTrip(target => PackedNumber.Write(target, whole, decimals));

            BitConverter.DoubleToInt64Bits(read).ShouldBe(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), $"{text}, seed {Seed}");
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e15)]
    [InlineData(-9007199254740991.0)]
    [InlineData(9007199254740992.0)]
    [InlineData(0.1)]
    [InlineData(-1e-300)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void WriteAndRead_AnyDouble_IsTheSameToTheLastBit(double value) =>
        BitConverter.DoubleToInt64Bits(RoundTrip(target => PackedNumber.Write(target, value))).ShouldBe(BitConverter.DoubleToInt64Bits(value));

    [Fact]
    public void WriteAndRead_NegativeZero_KeepsItsSign() => double.IsNegative(RoundTrip(target => PackedNumber.Write(target, -0.0))).ShouldBeTrue();

    [Fact]
    public void Read_CutOff_IsRefused() => Should.Throw<FormatException>(() =>
    {
        ReadOnlySpan<byte> source = [0x80];
        PackedNumber.Read(ref source);
    });

    private delegate int Writer(Span<byte> target);

    private static double RoundTrip(Writer write)
    {
        var target = new byte[PackedNumber.MostBytes];
        ReadOnlySpan<byte> source = target.AsSpan(0, write(target));
        var read = PackedNumber.Read(ref source);
        source.Length.ShouldBe(0);
        return read;
    }
}
