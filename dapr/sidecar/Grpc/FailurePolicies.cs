using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Actors.Reminders;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Grpc;

/// <summary>Failure policies of reminders and jobs as gRPC carries them.</summary>
internal static class FailurePolicies
{
    public static ReminderFailurePolicy? From(JobFailurePolicy? policy) => policy?.PolicyCase switch
    {
        JobFailurePolicy.PolicyOneofCase.Drop => new ReminderFailurePolicy { Drop = JsonSerializer.SerializeToElement("", ActorsJson.Default.String) },
        JobFailurePolicy.PolicyOneofCase.Constant => new ReminderFailurePolicy
        {
            Constant = new ReminderConstantRetry(
                policy.Constant.Interval is { } interval ? $"{(long)interval.ToTimeSpan().TotalMilliseconds}ms" : null,
                policy.Constant.HasMaxRetries ? (int)Math.Min(policy.Constant.MaxRetries, int.MaxValue) : null),
        },
        _ => null,
    };

    public static JobFailurePolicy? To(ReminderFailurePolicy? policy)
    {
        if (policy?.Drop is not null)
        {
            return new JobFailurePolicy { Drop = new JobFailurePolicyDrop() };
        }

        if (policy?.Constant is not { } constant)
        {
            return null;
        }

        var to = new JobFailurePolicyConstant();
        if (GoDuration.TryParse(constant.Interval ?? "", out var interval))
        {
            to.Interval = Duration.FromTimeSpan(interval);
        }

        if (constant.MaxRetries is { } retries)
        {
            to.MaxRetries = (uint)retries;
        }

        return new JobFailurePolicy { Constant = to };
    }
}
