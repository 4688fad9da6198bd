using Personalization.Local.Definition;
using Personalization.Local.Ports;

namespace Personalization.Local.Running;

/// <summary>One process of a service: the first has the service's name, others `name-2`, `name-3`.</summary>
internal sealed record Replica
{
    public required string Name { get; init; }

    public required ServiceDefinition Service { get; init; }

    public required PortPlan Ports { get; init; }

    /// <summary>It listens on the system's public port.</summary>
    public bool HasPublicPort => Service.IsPublic && Name == Service.Name;

    public static IEnumerable<(string Name, ServiceDefinition Service)> NamesOf(ServiceDefinition service) =>
        Enumerable.Range(1, service.Replicas).Select(number => (number == 1 ? service.Name : $"{service.Name}-{number}", service));
}
