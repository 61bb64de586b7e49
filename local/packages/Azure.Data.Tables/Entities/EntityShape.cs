#nullable enable
using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>How entities of one type are written and read. Found out once per type.</summary>
internal abstract class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Known = new();

    public static EntityShape Of(Type type) =>
        Known.GetOrAdd(type, static type => type == typeof(TableEntity) ? new UntypedShape() : new TypedShape(type));

    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, nameof(entity.PartitionKey));
        ArgumentNullException.ThrowIfNull(entity.RowKey, nameof(entity.RowKey));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Of(entity.GetType()).Write(writer, entity);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public abstract ITableEntity Read(JsonElement row);

    protected abstract void Write(Utf8JsonWriter writer, ITableEntity entity);
}
