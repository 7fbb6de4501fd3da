package dev.eddy.index;

import java.util.List;

/// The plane in which vectors differ most: their first two principal components (Pearson 1901,
/// "On lines and planes of closest fit to systems of points in space").
///
/// Components have no sign and, where two of them weigh about the same, no order. So a plane is
/// turned to agree with an earlier one as far as it can: a map that is drawn again shows the same
/// things in the same corners.
///
/// @param center mean of the vectors
/// @param axes two orthogonal directions of length 1
/// @param explained what part of the variance lies along each axis, 0 to 1
public record MapPlane(double[] center, double[][] axes, double[] explained) {

  /// Finds the plane of vectors.
  ///
  /// @param vectors at least three, of equal length, at least two
  /// @param before an earlier plane to agree with, or null
  public static MapPlane of(List<float[]> vectors, MapPlane before) {
    int length = vectors.getFirst().length;
    double[] center = new double[length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        center[i] += vector[i] / vectors.size();
      }
    }
    double[][] covariance = covariance(vectors, center);
    double variance = 0;
    for (int i = 0; i < length; i++) {
      variance += covariance[i][i];
    }
    double[][] axes = Eigenvectors.largest(covariance, 2);
    MapPlane turned = new MapPlane(center, turn(axes, before, length), new double[2]);
    for (int axis = 0; axis < 2; axis++) {
      double along = dot(turned.axes[axis], product(covariance, turned.axes[axis]));
      turned.explained[axis] = variance > 0 ? along / variance : 0;
    }
    return turned;
  }

  /// Returns where a vector lies along an axis, 0 or 1.
  public double place(float[] vector, int axis) {
    double place = 0;
    for (int i = 0; i < vector.length; i++) {
      place += axes[axis][i] * (vector[i] - center[i]);
    }
    return place;
  }

  private static double[][] covariance(List<float[]> vectors, double[] center) {
    int length = center.length;
    double[][] covariance = new double[length][length];
    double[] apart = new double[length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        apart[i] = vector[i] - center[i];
      }
      for (int i = 0; i < length; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += apart[i] * apart[j];
        }
      }
    }
    for (int i = 0; i < length; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] /= vectors.size();
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  /// Turns, and mirrors if need be, the axes within their plane so that they agree best with
  /// earlier ones (the orthogonal Procrustes problem, in two dimensions).
  private static double[][] turn(double[][] axes, MapPlane before, int length) {
    if (before == null || before.center.length != length) {
      return new double[][] {pointed(axes[0]), pointed(axes[1])};
    }
    double a = dot(before.axes[0], axes[0]);
    double b = dot(before.axes[0], axes[1]);
    double c = dot(before.axes[1], axes[0]);
    double d = dot(before.axes[1], axes[1]);
    double turned = Math.hypot(a + d, c - b);
    double mirrored = Math.hypot(a - d, b + c);
    double sign = turned >= mirrored ? 1 : -1;
    double norm = Math.max(turned, mirrored);
    if (norm < 1e-12) {
      return axes;
    }
    double cos = (a + sign * d) / norm;
    double sin = (c - sign * b) / norm;
    double[][] agreed = new double[2][length];
    for (int i = 0; i < length; i++) {
      agreed[0][i] = cos * axes[0][i] - sign * sin * axes[1][i];
      agreed[1][i] = sin * axes[0][i] + sign * cos * axes[1][i];
    }
    return agreed;
  }

  /// Returns an axis whose largest coordinate is positive: the same on every instance, whatever
  /// sign was found.
  private static double[] pointed(double[] axis) {
    int largest = 0;
    for (int i = 1; i < axis.length; i++) {
      largest = Math.abs(axis[i]) > Math.abs(axis[largest]) ? i : largest;
    }
    double sign = axis[largest] < 0 ? -1 : 1;
    double[] pointed = new double[axis.length];
    for (int i = 0; i < axis.length; i++) {
      pointed[i] = sign * axis[i];
    }
    return pointed;
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
