using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Personalization.Sidecar.Bindings.LocalStorage;

/// <summary><c>bindings.localstorage</c>: files below a folder; create, get, list and delete.</summary>
internal sealed class LocalStorageBinding(string rootPath) : IOutputBinding
{
    private const string FileName = "fileName";
    private const string Get = "get";
    private const string List = "list";
    private const string Delete = "delete";

    /// <summary>A list longer than this is refused: it would not fit an answer anyway.</summary>
    private const int MaxListed = 100_000;

    private StorageRoot? _root;

    public IReadOnlyList<string> Capabilities { get; } = [];

    public IReadOnlyList<string> Operations { get; } = [BindingRequest.Create, Get, List, Delete];

    private StorageRoot Root => _root ?? throw new InvalidOperationException("The component is not open.");

    public Task InitAsync(CancellationToken cancellationToken)
    {
        _root = StorageRoot.Open(rootPath);
        return Task.CompletedTask;
    }

    public Task<BindingAnswer?> InvokeAsync(BindingRequest request, CancellationToken cancellationToken)
    {
        var name = request.Metadata.GetValueOrDefault(FileName) ?? "";
        return request.Operation switch
        {
            BindingRequest.Create => CreateAsync(name.Length > 0 ? name : Guid.NewGuid().ToString(), request.Data, cancellationToken),
            Get => GetAsync(Root.Locate(name), cancellationToken),
            List => Task.FromResult<BindingAnswer?>(ListFiles(Root.Locate(name))),
            Delete => DeleteFile(Root.Locate(name)),
            _ => throw new NotSupportedException($"unsupported operation {request.Operation}"),
        };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<BindingAnswer?> GetAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"file not found: {path}");
        }

        return new BindingAnswer(await File.ReadAllBytesAsync(path, cancellationToken), BindingAnswer.NoMetadata);
    }

    private static BindingAnswer ListFiles(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"unable to list files as the file specified is not a directory: {path}");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        string[] files = [.. Directory.EnumerateFiles(path, "*", options).Take(MaxListed + 1).Order(StringComparer.Ordinal)];
        return files.Length > MaxListed
            ? throw new NotSupportedException($"{path} holds more than {MaxListed} files; list a folder of it")
            : new BindingAnswer(JsonSerializer.SerializeToUtf8Bytes(files, BindingsJson.Default.StringArray), BindingAnswer.NoMetadata);
    }

    private static Task<BindingAnswer?> DeleteFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"error deleting file {path}: no such file");
        }

        File.Delete(path);
        return Task.FromResult<BindingAnswer?>(null);
    }

    /// <summary>What daprd writes: the content of a JSON text, and of that what base64 stands for, when it is base64.</summary>
    private static ReadOnlyMemory<byte> Content(ReadOnlyMemory<byte> data)
    {
        var content = data;
        if (data.Length >= 2 && data.Span[0] == (byte)'"' && data.Span[^1] == (byte)'"')
        {
            try
            {
                using var text = JsonDocument.Parse(data);
                content = System.Text.Encoding.UTF8.GetBytes(text.RootElement.GetString()!);
            }
            catch (JsonException)
            {
                // It only looked like a JSON text: the bytes are the content.
            }
        }

        if (content.Length % 4 != 0 || content.IsEmpty)
        {
            return content;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(content.Length)];
        return Base64.DecodeFromUtf8(content.Span, decoded, out var read, out var written) == OperationStatus.Done && read == content.Length
            ? decoded.AsMemory(0, written)
            : content;
    }

    private async Task<BindingAnswer?> CreateAsync(string name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var path = Root.Locate(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Content(data), cancellationToken);
        return new BindingAnswer(JsonSerializer.SerializeToUtf8Bytes(new CreatedFile(Root.NameOf(path)), BindingsJson.Default.CreatedFile), BindingAnswer.NoMetadata);
    }
}
