using Google.Protobuf.Reflection;
using Personalization.Grpc.Messages;
using Personalization.Testing;

namespace Personalization.Conformance.Tests.Messages;

/// <summary>Our <c>.proto</c> files against those that the official client ships: a wrong number would be silent on the wire.</summary>
[Trait("req", "R10.1")]
public sealed class MessageDescriptorTests
{
    private const string DaprService = ".dapr.proto.runtime.v1.Dapr";

    /// <summary>Methods of cryptography and language models, which this repository does not speak.</summary>
    private static readonly string[] LeftOut = ["EncryptAlpha1", "DecryptAlpha1", "ConverseAlpha1", "ConverseAlpha2"];

    /// <summary>Of Dapr 1.18, and newer than the files in @dapr/dapr 3.18.0.</summary>
    private static readonly string[] NewerMethods = ["ScheduleJob", "GetJob", "DeleteJob", "DeleteJobsByPrefix", "ListJobs"];

    /// <summary>The messages of <see cref="NewerMethods"/> that the files lack.</summary>
    private static readonly string[] NewerMessages = ["DeleteJobsByPrefixRequest", "DeleteJobsByPrefixResponse", "ListJobsRequest", "ListJobsResponse"];

    private static readonly Lazy<Task<Definitions>> Official = new(OfficialAsync);
    private static readonly Definitions Ours = new(
        new[]
        {
            ActorsReflection.Descriptor, AppcallbackReflection.Descriptor, BindingReflection.Descriptor, CommonReflection.Descriptor,
            ConfigurationReflection.Descriptor, DaprReflection.Descriptor, InvokeReflection.Descriptor, JobsReflection.Descriptor,
            LockReflection.Descriptor, MetadataReflection.Descriptor, PubsubReflection.Descriptor, SecretReflection.Descriptor,
            StateReflection.Descriptor, WorkflowReflection.Descriptor,
        }.Select(file => file.ToProto()));

    [Fact]
    public async Task Messages_AllOfOurs_AreTheOfficialOnes()
    {
        var official = await Official.Value;
        var newer = NewerMessages.Select(name => $".dapr.proto.runtime.v1.{name}").ToHashSet();

        foreach (var (name, fields) in Ours.Messages.Where(message => !newer.Contains(message.Key)))
        {
            official.Messages.ShouldContainKey(name);
            fields.ShouldBe(official.Messages[name], name);
        }

        Ours.Messages.Count.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task Enums_AllOfOurs_AreTheOfficialOnes()
    {
        var official = await Official.Value;

        foreach (var (name, values) in Ours.Enums)
        {
            official.Enums.ShouldContainKey(name);
            values.ShouldBe(official.Enums[name], name);
        }

        Ours.Enums.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Methods_OfEachService_AreTheOfficialOnes()
    {
        var official = await Official.Value;

        foreach (var (service, methods) in Ours.Services)
        {
            var (ours, theirs) = service == DaprService
                ? (methods.Where(method => !NewerMethods.Contains(NameOf(method))), official.Services[service].Where(method => !IsLeftOut(NameOf(method))))
                : (methods, official.Services[service]);
            ours.Order().ShouldBe(theirs.Order(), service);
        }

        Ours.Services.ShouldContainKey(DaprService);
    }

    private static bool IsLeftOut(string method) => LeftOut.Contains(method) || method.StartsWith("Subtle", StringComparison.Ordinal);

    private static string NameOf(string method) => method[..method.IndexOf('(', StringComparison.Ordinal)];

    private static async Task<Definitions> OfficialAsync()
    {
        var protos = Path.Combine(await NpmPackages.InstalledAsync(), "node_modules", "@dapr", "dapr", "proto");
        using var work = new TempFolder();
        var output = Path.Combine(work.Path, "official.bin");
        await Child.OutputAsync(
            ProtoCompiler.Path,
            [$"-I{protos}", $"-o{output}", .. Directory.EnumerateFiles(Path.Combine(protos, "dapr", "proto", "runtime", "v1"), "*.proto"), Path.Combine(protos, "dapr/proto/common/v1/common.proto")],
            protos);
        return new Definitions(FileDescriptorSet.Parser.ParseFrom(await File.ReadAllBytesAsync(output)).File);
    }
}
