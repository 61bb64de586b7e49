#nullable enable
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>A class with properties. Accessors are compiled when the type is first seen.</summary>
internal sealed class TypedShape : EntityShape
{
    private readonly ImmutableArray<Column> _columns;
    private readonly Func<ITableEntity> _create;

    public TypedShape(Type type)
    {
        _columns = [.. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                       where property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(IgnoreDataMemberAttribute))
                       select new Column(property)];
        _create = type.GetConstructor(Type.EmptyTypes) is null
            ? () => throw new InvalidOperationException($"{type.Name} has no parameterless constructor.")
            : Expression.Lambda<Func<ITableEntity>>(Expression.Convert(Expression.New(type), typeof(ITableEntity))).Compile();
    }

    public override ITableEntity Read(JsonElement row)
    {
        var entity = _create();
        foreach (var column in _columns)
        {
            if (column.Set is { } set && row.TryGetProperty(column.WireName.EncodedUtf8Bytes, out var value) && value.ValueKind is not JsonValueKind.Null)
                set(entity, Edm.Read(value, column.Type));
        }

        return entity;
    }

    protected override void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        foreach (var column in _columns)
        {
            if (column.Get?.Invoke(entity) is { } value)
                Edm.Write(writer, column.Name, value);
        }
    }

    private sealed class Column
    {
        public Column(PropertyInfo property)
        {
            Name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
            WireName = JsonEncodedText.Encode(Name is nameof(ITableEntity.ETag) ? EntityNames.ETag : Name);
            Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

            var entity = Expression.Parameter(typeof(object));
            var typed = Expression.Convert(entity, property.DeclaringType!);
            if (property.CanRead && !EntityNames.AreSetByTheService(Name))
                Get = Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Property(typed, property), typeof(object)), entity).Compile();
            if (property.SetMethod is { } setter)
            {
                var value = Expression.Parameter(typeof(object));
                Set = Expression.Lambda<Action<object, object?>>(Expression.Call(typed, setter, Expression.Convert(value, property.PropertyType)), entity, value).Compile();
            }
        }

        public string Name { get; }

        public JsonEncodedText WireName { get; }

        public Type Type { get; }

        public Func<object, object?>? Get { get; }

        public Action<object, object?>? Set { get; }
    }
}
