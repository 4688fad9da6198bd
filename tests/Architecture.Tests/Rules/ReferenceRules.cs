using Personalization.Architecture.Tests.Model;

namespace Personalization.Architecture.Tests.Rules;

/// <summary>Who may reference whom. Each rule returns its violations as sentences.</summary>
public static class ReferenceRules
{
    private static readonly string[] PurePackages = ["System.Numerics.Tensors", "MathNet.Numerics", "NodaTime"];

    private static readonly string[] PureShared = ["Personalization.Abstractions", "Personalization.Conditions", "Personalization.Search"];

    /// <summary>Packages that reach a store by themselves, by the start of their names.</summary>
    private static readonly string[] Drivers =
        ["Microsoft.Data.", "SQLitePCLRaw", "System.Data.", "StackExchange.Redis", "MongoDB.", "Npgsql", "Confluent.", "DuckDB", "MySql", "Microsoft.EntityFrameworkCore", "Dapper"];

    /// <summary>A service references its own projects, services/shared and others' contracts, never another service or dapr/ directly.</summary>
    public static IEnumerable<string> ServicesStayApart(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.Service is not null
        from reference in project.Projects
        where !reference.StartsWith($"services/{project.Service}/", StringComparison.Ordinal)
            && !reference.StartsWith("services/shared/", StringComparison.Ordinal)
            && !reference.EndsWith(".Contracts.csproj", StringComparison.Ordinal)
        select $"{project.Path} references {reference}: only its own projects, services/shared and others' .Contracts are allowed";

    /// <summary>Every `Personalization.Name` beside its `.Api` decides and does not act.</summary>
    public static IEnumerable<string> DecidingProjectsAreMarkedPure(IReadOnlyCollection<ProjectFile> projects) =>
        from host in projects
        where host.Service is not null && host.Name.EndsWith(".Api", StringComparison.Ordinal)
        let pure = projects.FirstOrDefault(project => project.Name == host.Name[..^".Api".Length])
        where pure is not { IsPure: true }
        select $"{host.Path} has no pure project beside it: {host.Name[..^".Api".Length]} must exist with PureProject=true";

    /// <summary>A pure project references pure things only.</summary>
    public static IEnumerable<string> PureProjectsReferencePureThings(IEnumerable<ProjectFile> projects)
    {
        foreach (var project in projects.Where(project => project.IsPure))
        {
            foreach (var package in project.Packages.Where(package => !PurePackages.Contains(package)))
            {
                yield return $"{project.Path} is pure and references package {package}";
            }

            foreach (var package in project.Dapr.Concat(project.Frameworks))
            {
                yield return $"{project.Path} is pure and references {package}";
            }

            foreach (var reference in project.Projects)
            {
                var name = Path.GetFileNameWithoutExtension(reference);
                if (!PureShared.Contains(name) && !name.EndsWith(".Contracts", StringComparison.Ordinal))
                {
                    yield return $"{project.Path} is pure and references {reference}";
                }
            }
        }
    }

    /// <summary>Contracts are data: no framework, no package, so that pure projects may stand on them.</summary>
    public static IEnumerable<string> ContractsAreData(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.Name.EndsWith(".Contracts", StringComparison.Ordinal)
        from reference in project.Packages.Concat(project.Dapr).Concat(project.Frameworks)
        select $"{project.Path} is a contract and references {reference}";

    /// <summary>Operational state goes through Dapr alone; analytics' column store comes as a native library, not as a package.</summary>
    public static IEnumerable<string> NoDriversInServices(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.Service is not null
        from package in project.Packages
        where Drivers.Any(driver => package.StartsWith(driver, StringComparison.OrdinalIgnoreCase))
        select $"{project.Path} references {package}: services reach state through the Dapr API only";
}
