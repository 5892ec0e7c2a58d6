package io.github.net2net.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.google.common.base.CaseFormat;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson what the types themselves state: a record's components are required unless they are {@code @Nullable},
 * and an object of a sealed type names its record in the field "type". Names are in lower camel case.
 */
final class RecordIntrospector extends JacksonAnnotationIntrospector {
    /** The field that names the record. */
    static final String TYPE = "type";

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        return member instanceof AnnotatedParameter parameter && isRequired(parameter);
    }

    private static boolean isRequired(AnnotatedParameter parameter) {
        RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
        return components != null
                && !components[parameter.getIndex()].getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        JsonTypeInfo.Value byName = JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, TYPE, null, false, true, true);
        return sealedType(baseType.getRawClass()) == null ? null : new StdTypeResolverBuilder(byName);
    }

    /** The sealed interface that the type is, or is a record of; null if there is none. */
    static @Nullable Class<?> sealedType(Class<?> type) {
        return isOfRecords(type)
                ? type
                : Arrays.stream(type.getInterfaces())
                        .filter(RecordIntrospector::isOfRecords)
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isOfRecords(Class<?> type) {
        return type.isSealed() && Arrays.stream(type.getPermittedSubclasses()).allMatch(Class::isRecord);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        return isOfRecords(type)
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(record -> new NamedType(record, name(record)))
                        .toList()
                : null;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        Class<?> type = annotated.getRawType();
        return type.isRecord() && sealedType(type) != null ? name(type) : null;
    }

    @Override
    public Object findEnumNamingStrategy(MapperConfig<?> config, AnnotatedClass type) {
        return EnumNamingStrategies.LowerCamelCaseStrategy.class;
    }

    /** The name of a record in JSON: "widenAll". */
    static String name(Class<?> record) {
        return CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_CAMEL, record.getSimpleName());
    }
}
