namespace Personalization.Hostile.Values;

/// <summary>Makes one thing wrong with a value, or only strange.</summary>
public static class Mutation
{
    private const int Deep = 2_000;

    /// <summary>Changes the value in place; the tree must have a container.</summary>
    public static void Apply(Node root, Random random)
    {
        var containers = root.Containers().ToList();
        var container = containers[random.Next(containers.Count)];
        if (container.Members.Count == 0)
        {
            container.Members.Add((container.IsArray ? null : "x", Hostile(random)));
            return;
        }

        var at = random.Next(container.Members.Count);
        var (name, value) = container.Members[at];
        switch (random.Next(10))
        {
            case 0:
                container.Members.RemoveAt(at);
                break;
            case 1:
                container.Members.Insert(random.Next(container.Members.Count + 1), (name, Hostile(random)));
                break;
            case 2 when name is not null:
                container.Members[at] = (name.ToUpperInvariant(), value);
                break;
            case 3:
                container.Members[at] = (name, Node.Array([value]));
                break;
            case 4:
                container.Members[at] = (name, Node.Scalar(string.Concat(Enumerable.Repeat("[", Deep)) + "1" + string.Concat(Enumerable.Repeat("]", Deep))));
                break;
            case 5:
                container.Members[at] = (name, Node.Of(string.Concat(Enumerable.Repeat("long ", random.Next(1, 2_500)))));
                break;
            default:
                container.Members[at] = (name, Hostile(random));
                break;
        }
    }

    /// <summary>Cuts, turns or adds bytes.</summary>
    public static byte[] Damage(byte[] body, Random random)
    {
        if (body.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        var at = random.Next(body.Length);
        switch (random.Next(5))
        {
            case 0:
                return body[..at];
            case 1:
                return [.. body[..at], (byte)random.Next(256), .. body[at..]];
            case 2:
                return [.. body, .. "}]\u0000"u8];
            case 3:
                return [0xEF, 0xBB, 0xBF, .. body];
            default:
                body[at] = (byte)random.Next(256);
                return body;
        }
    }

    private static Node Hostile(Random random) =>
        random.Next(4) == 0 ? Node.Of(Texts.Any[random.Next(Texts.Any.Count)]) : Node.Scalar(Texts.Json[random.Next(Texts.Json.Count)]);
}
