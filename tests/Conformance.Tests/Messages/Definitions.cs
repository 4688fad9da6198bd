using Google.Protobuf.Reflection;

namespace Personalization.Conformance.Tests.Messages;

/// <summary>What <c>.proto</c> files define, by full name, each part as a line of text that says all that matters on the wire.</summary>
internal sealed class Definitions
{
    public Definitions(IEnumerable<FileDescriptorProto> files)
    {
        foreach (var file in files)
        {
            var package = $".{file.Package}";
            foreach (var message in file.MessageType)
            {
                Add(package, message);
            }

            foreach (var values in file.EnumType)
            {
                Add(package, values);
            }

            foreach (var service in file.Service)
            {
                Services.Add($"{package}.{service.Name}", [.. service.Method.Select(Line)]);
            }
        }
    }

    public Dictionary<string, string[]> Messages { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string[]> Enums { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string[]> Services { get; } = new(StringComparer.Ordinal);

    private void Add(string prefix, DescriptorProto message)
    {
        var name = $"{prefix}.{message.Name}";
        Messages.Add(name, [.. message.Field.Select(field => Line(message, field)).Order(StringComparer.Ordinal)]);
        foreach (var nested in message.NestedType)
        {
            Add(name, nested);
        }

        foreach (var values in message.EnumType)
        {
            Add(name, values);
        }
    }

    private void Add(string prefix, EnumDescriptorProto values) =>
        Enums.Add($"{prefix}.{values.Name}", [.. values.Value.Select(value => $"{value.Number} {value.Name}").Order(StringComparer.Ordinal)]);

    private static string Line(DescriptorProto message, FieldDescriptorProto field)
    {
        var choice = field.HasOneofIndex && !field.Proto3Optional ? $" oneof {message.OneofDecl[field.OneofIndex].Name}" : "";
        return $"{field.Number} {field.Name} {field.Label} {field.Type} {field.TypeName}{(field.Proto3Optional ? " optional" : "")}{choice}";
    }

    private static string Line(MethodDescriptorProto method) =>
        $"{method.Name}({(method.ClientStreaming ? "stream " : "")}{method.InputType}) {(method.ServerStreaming ? "stream " : "")}{method.OutputType}";
}
