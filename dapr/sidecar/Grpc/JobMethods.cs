using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Jobs;

namespace Personalization.Sidecar.Grpc;

/// <summary>Jobs over gRPC. Data are a message of any type, given to the app as they came.</summary>
internal sealed class JobMethods(JobsApi jobs)
{
    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.ScheduleJob, ScheduleAsync);
        server.MapUnary(DaprMethods.ScheduleJobAlpha1, ScheduleAsync);
        server.MapUnary(DaprMethods.GetJob, GetAsync);
        server.MapUnary(DaprMethods.GetJobAlpha1, GetAsync);
        server.MapUnary(DaprMethods.DeleteJob, DeleteAsync);
        server.MapUnary(DaprMethods.DeleteJobAlpha1, DeleteAsync);
        server.MapUnary(DaprMethods.ListJobs, async (_, call) => new ListJobsResponse { Jobs = { (await jobs.ListAsync("", call.CancellationToken)).Select(JobOf) } });
        server.MapUnary(DaprMethods.ListJobsAlpha1, async (_, call) => new ListJobsResponseAlpha1 { Jobs = { (await jobs.ListAsync("", call.CancellationToken)).Select(JobOf) } });
    }

    private async Task<ScheduleJobResponse> ScheduleAsync(ScheduleJobRequest request, GrpcServerCall call)
    {
        var job = request.Job ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, "job is missing");
        await jobs.ScheduleAsync(
            new JobRequest
            {
                Name = job.Name,
                Schedule = job.HasSchedule ? job.Schedule : null,
                DueTime = job.HasDueTime ? job.DueTime : null,
                Repeats = job.HasRepeats ? (int)Math.Min(job.Repeats, int.MaxValue) : null,
                Ttl = job.HasTtl ? job.Ttl : null,
                Data = job.Data is { } data ? new JobData(data.TypeUrl, data.Value.ToByteArray()) : null,
                Overwrite = request.Overwrite,
                FailurePolicy = FailurePolicies.From(job.FailurePolicy),
            },
            call.CancellationToken);
        return new ScheduleJobResponse();
    }

    private async Task<GetJobResponse> GetAsync(GetJobRequest request, GrpcServerCall call) =>
        new() { Job = JobOf(await jobs.GetAsync(request.Name, call.CancellationToken)) };

    private async Task<DeleteJobResponse> DeleteAsync(DeleteJobRequest request, GrpcServerCall call)
    {
        await jobs.DeleteAsync(request.Name, call.CancellationToken);
        return new DeleteJobResponse();
    }

    private static Job JobOf(JobRequest request)
    {
        var job = new Job { Name = request.Name, FailurePolicy = FailurePolicies.To(request.FailurePolicy) };
        if (request.Schedule is { } schedule)
        {
            job.Schedule = schedule;
        }

        if (request.DueTime is { } due)
        {
            job.DueTime = due;
        }

        if (request.Repeats is { } repeats)
        {
            job.Repeats = (uint)repeats;
        }

        if (request.Ttl is { } ttl)
        {
            job.Ttl = ttl;
        }

        if (request.Data is { } data)
        {
            job.Data = new Any { TypeUrl = data.TypeUrl, Value = ByteString.CopyFrom(data.Bytes) };
        }

        return job;
    }
}
