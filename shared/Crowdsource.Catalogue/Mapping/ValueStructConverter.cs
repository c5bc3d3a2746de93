using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>An id struct as the column of the value inside.</summary>
internal sealed class ValueStructConverter<TStruct, TValue>()
    : ValueConverter<TStruct, TValue>(ValueStruct.Unwrap<TStruct, TValue>(), ValueStruct.Wrap<TStruct, TValue>());
