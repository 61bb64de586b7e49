#nullable enable
using System.Text.Json;

namespace Azure.Data.Tables;

internal sealed class UntypedShape : EntityShape
{
    public override ITableEntity Read(JsonElement row)
    {
        var entity = new TableEntity(row.GetPropertyCount());
        foreach (var property in row.EnumerateObject())
        {
            var name = property.Name;
            if (name == EntityNames.ETag)
                entity[name] = property.Value.GetString();
            else if (name == EntityNames.Timestamp)
                entity.Timestamp = (DateTimeOffset?)Edm.Read(property.Value, typeof(DateTimeOffset));
            else if (!name.StartsWith("odata.", StringComparison.Ordinal) && !name.EndsWith(EntityNames.TypeSuffix, StringComparison.Ordinal))
                entity[name] = Edm.Read(property.Value, row.TryGetProperty(name + EntityNames.TypeSuffix, out var type) ? type.GetString() : null);
        }

        return entity;
    }

    protected override void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        foreach (var (name, value) in (TableEntity)entity)
        {
            if (value is not null && !EntityNames.AreSetByTheService(name))
                Edm.Write(writer, name, value);
        }
    }
}
