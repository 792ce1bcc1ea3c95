package io.freshet.jobs.record;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of a stream of {@link NeighborhoodUpdate}, written as its serializer does. */
public final class NeighborhoodUpdateType extends TypeInformation<NeighborhoodUpdate> {
  private static final long serialVersionUID = 1;

  @Override
  public TypeSerializer<NeighborhoodUpdate> createSerializer(SerializerConfig config) {
    return NeighborhoodUpdateSerializer.INSTANCE;
  }

  @Override
  public Class<NeighborhoodUpdate> getTypeClass() {
    return NeighborhoodUpdate.class;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return "NeighborhoodUpdate";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NeighborhoodUpdateType;
  }

  @Override
  public int hashCode() {
    return NeighborhoodUpdateType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof NeighborhoodUpdateType;
  }
}
