using Personalization.Sidecar.Api;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Bindings;

/// <summary>Output bindings of one app, over any face: finds the component, applies its outbound resiliency, and turns failures into daprd's code.</summary>
internal sealed class BindingsApi(AppRuntime app)
{
    private const int Failed = 500;

    /// <returns>Null: it is done and there is nothing to say.</returns>
    /// <exception cref="DaprApiException">
    /// 500 for everything: no such binding or operation, or it failed; then the inner exception may be a <see cref="BindingFailedException"/>.
    /// </exception>
    public async Task<BindingAnswer?> InvokeAsync(string name, BindingRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation.Length == 0)
        {
            throw Failure(name, "operation field is missing from request");
        }

        var binding = Find(name) ?? throw Failure(name, $"couldn't find output binding {name}");
        if (!binding.Operations.Contains(request.Operation, StringComparer.Ordinal))
        {
            throw Failure(name, $"binding {name} does not support operation {request.Operation}. supported operations:{string.Join(' ', binding.Operations)}");
        }

        var began = app.Services.Time.GetTimestamp();
        var success = false;
        try
        {
            var answer = await app.Resiliency.ForOutbound(name, ResiliencyPolicies.Binding)
                .RunAsync(token => binding.InvokeAsync(request, token), cancellationToken: cancellationToken);
            success = true;
            return answer;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(name, e.Message, e);
        }
        finally
        {
            app.Metrics.Record(ComponentActivity.OutputBinding, name, request.Operation, success, app.Services.Time.GetElapsedTime(began));
        }
    }

    private static DaprApiException Failure(string name, string reason, Exception? inner = null) =>
        new(Failed, BindingErrorCodes.Invoke, $"error invoking output binding {name}: {reason}", inner);

    private IOutputBinding? Find(string name)
    {
        foreach (var (loaded, binding) in app.Components.OfKind<IOutputBinding>())
        {
            if (loaded.Name == name)
            {
                return loaded.Settings.IsOutput() ? binding : null;
            }
        }

        return null;
    }
}
