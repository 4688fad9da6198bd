using System.Text;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Metadata;
using Personalization.Sidecar.Workflows.Api;

namespace Personalization.Sidecar.Workflows;

/// <summary>Workflows for one app. They begin as soon as somebody asks, since an app may want one before it listens.</summary>
internal sealed class WorkflowBlock : IBuildingBlock
{
    private readonly AppRuntime _app;
    private readonly ILogger _logger;
    private readonly ActorStore _store;
    private readonly ReplicaDuty<WorkflowEngine> _duty;

    public WorkflowBlock(AppRuntime app)
    {
        _app = app;
        _logger = app.Services.Loggers.CreateLogger<WorkflowBlock>();
        _store = new ActorStore(app);
        _duty = app.Services.Registry.Workflows.GetOrAdd(app.AppId, static _ => new ReplicaDuty<WorkflowEngine>());
    }

    public void MapEndpoints(ApiRoutes routes) => new WorkflowEndpoints(EngineAsync).Map(routes);

    public void MapMethods(GrpcServer server) => new TaskHubService(EngineAsync).Map(server);

    public Task StartAsync(CancellationToken cancellationToken) => _store.IsConfigured ? JoinAsync(cancellationToken) : Task.CompletedTask;

    public void Describe(MetadataDocument document) => document.Workflows = new MetadataWorkflows { ConnectedWorkers = _duty.Service?.Workers ?? 0 };

    public void Measure(StringBuilder text) => _duty.Service?.Measure(text);

    public Task StopAsync(CancellationToken cancellationToken) => _duty.LeaveAsync(this, cancellationToken);

    /// <exception cref="WorkflowRefusedException">The app has no actor state store, or its replicas change just now.</exception>
    private async Task<WorkflowEngine> EngineAsync(CancellationToken cancellationToken)
    {
        if (_duty.Service is { } service)
        {
            return service;
        }

        if (!_store.IsConfigured)
        {
            throw new WorkflowRefusedException(
                WorkflowRefusal.NoStore, "workflows need a state store: one state component of the app, one that has transactions, has to say actorStateStore: \"true\"");
        }

        await JoinAsync(cancellationToken);
        return _duty.Service ?? throw new WorkflowRefusedException(WorkflowRefusal.Unavailable, "the workflows of the app move to another replica; ask again");
    }

    private Task JoinAsync(CancellationToken cancellationToken) =>
        _duty.JoinAsync(this, () => new WorkflowEngine(_store, _app.Options, _app.Services.Time, _logger), cancellationToken);
}
